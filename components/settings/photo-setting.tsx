"use client";
import { ImageUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef, useState } from "react";
import { useClient, useStore } from "@/components/people/client-context";
import { Avatar } from "@/components/people/avatar";
import { lazyPart } from "@/components/people/lazy-part";
import { Button } from "@/components/ui/button";
import { ERROR_CLASS } from "@/components/ui/field-class";
import { decodePhoto } from "./encode-photo";
import { useSaving } from "./saving";

const PhotoCropDialog = lazyPart(() => import("./photo-crop-dialog").then((module) => module.PhotoCropDialog));

export function PhotoSetting() {
  const t = useTranslations("settings.profile");
  const tErrors = useTranslations("ui.errors");
  const { session } = useClient();
  const me = useStore(session);
  const { save } = useSaving();
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [isUnreadable, setIsUnreadable] = useState(false);
  const inputRef = useRef<HTMLInputElement>(null);

  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    // The same file may be chosen again.
    event.target.value = "";
    if (!file) return;
    setIsUnreadable(false);
    try {
      setPicture(await decodePhoto(file));
    } catch (error) {
      // Whatever the reason, the browser cannot show this file.
      if (!(error instanceof DOMException)) throw error;
      setIsUnreadable(true);
    }
  };

  return (
    <div className="flex flex-wrap items-center gap-5">
      <Avatar id={me.userId} name={me.profile.displayName} photoUrl={me.photoUrl} size={96} />
      {me.policy.editPhoto ? (
        <div>
          <div className="flex flex-wrap gap-2">
            <input ref={inputRef} type="file" accept="image/png,image/jpeg,image/webp" hidden tabIndex={-1} aria-hidden="true" onChange={(event) => void choose(event)} />
            <Button onPress={() => inputRef.current?.click()}>
              <ImageUp aria-hidden="true" className="size-4" strokeWidth={1.75} />
              {t("choosePhoto")}
            </Button>
            {me.photoUrl ? (
              <Button variant="quiet" onPress={() => void save("photo", () => session.removePhoto())}>
                <Trash2 aria-hidden="true" className="size-4" strokeWidth={1.75} />
                {t("removePhoto")}
              </Button>
            ) : null}
          </div>
          {isUnreadable ? (
            <p role="alert" className={`${ERROR_CLASS} mt-2`}>
              {tErrors("image_invalid")}
            </p>
          ) : null}
        </div>
      ) : (
        <p className="text-[13px]/[18px] text-text-muted">{t("photoForbidden")}</p>
      )}
      {picture ? (
        <PhotoCropDialog
          picture={picture}
          onCancel={() => setPicture(null)}
          onUse={(imageBase64) => {
            setPicture(null);
            void save("photo", () => session.setPhoto(imageBase64));
          }}
        />
      ) : null}
    </div>
  );
}
