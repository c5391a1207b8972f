"use client";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { centredCrop, coverScale, moved, sourceSquare, zoomed } from "./crop-geometry";
import { encodePhoto } from "./encode-photo";

const WINDOW_PX = 256;
const ZOOM_MAX = 4;
const STEP_PX = 8;

const STEPS: Record<string, { x: number; y: number }> = { ArrowLeft: { x: -STEP_PX, y: 0 }, ArrowRight: { x: STEP_PX, y: 0 }, ArrowUp: { x: 0, y: -STEP_PX }, ArrowDown: { x: 0, y: STEP_PX } };

/** Chooses the square that others see; by pointer or by keys. */
export function PhotoCropDialog({ picture, onCancel, onUse }: { picture: ImageBitmap; onCancel: () => void; onUse: (imageBase64: string) => void }) {
  const t = useTranslations("settings.crop");
  const tUi = useTranslations("ui");
  const [crop, setCrop] = useState(() => centredCrop(picture, WINDOW_PX));
  const zoomId = useId();
  const from = useRef<{ x: number; y: number } | null>(null);

  const drag = (event: PointerEvent): void => {
    if (!from.current) return;
    const by = { x: event.clientX - from.current.x, y: event.clientY - from.current.y };
    from.current = { x: event.clientX, y: event.clientY };
    setCrop((before) => moved(before, picture, WINDOW_PX, by));
  };
  const nudge = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    setCrop((before) => moved(before, picture, WINDOW_PX, by));
  };

  return (
    <Dialog
      isOpen
      onOpenChange={onCancel}
      title={t("title")}
      closeLabel={tUi("close")}
      size="small"
      footer={
        <>
          <Button onPress={onCancel}>{tUi("cancel")}</Button>
          <Button variant="primary" onPress={() => void encodePhoto(picture, sourceSquare(crop, WINDOW_PX)).then(onUse)}>
            {t("use")}
          </Button>
        </>
      }
    >
      <p className="mb-4 text-[13px]/[18px] text-text-muted">{t("lead")}</p>
      <div
        role="application"
        aria-label={t("area")}
        tabIndex={0}
        onKeyDown={nudge}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={drag}
        onPointerUp={() => (from.current = null)}
        onPointerCancel={() => (from.current = null)}
        style={{ width: WINDOW_PX, height: WINDOW_PX }}
        className="relative mx-auto cursor-move touch-none overflow-hidden rounded-lg bg-fill"
      >
        <CropView picture={picture} crop={crop} />
        <span aria-hidden="true" className="pointer-events-none absolute inset-0 rounded-full shadow-[0_0_0_160px_var(--scrim)]" />
      </div>
      <label htmlFor={zoomId} className="mx-auto mt-4 flex w-64 items-center gap-3 text-[13px]/[18px] text-text-muted">
        {t("zoom")}
        <input
          id={zoomId}
          type="range"
          min={1}
          max={ZOOM_MAX}
          step={0.05}
          value={crop.scale / coverScale(picture, WINDOW_PX)}
          onChange={(event) => setCrop((before) => zoomed(before, picture, WINDOW_PX, Number(event.target.value)))}
          className="min-w-0 flex-1 accent-accent"
        />
      </label>
    </Dialog>
  );
}

function CropView({ picture, crop }: { picture: ImageBitmap; crop: ReturnType<typeof centredCrop> }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    const ratio = window.devicePixelRatio;
    canvas.width = WINDOW_PX * ratio;
    canvas.height = WINDOW_PX * ratio;
    context.scale(ratio, ratio);
    context.drawImage(picture, crop.left, crop.top, picture.width * crop.scale, picture.height * crop.scale);
  }, [picture, crop]);
  return <canvas ref={canvasRef} className="size-full" />;
}
