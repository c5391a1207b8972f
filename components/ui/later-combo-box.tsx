"use client";
import { ChevronsUpDown } from "lucide-react";
import { type ComponentType, useId, useRef, useState } from "react";
import type { ComboBoxProps } from "./combo-box";
import { cx } from "./cx";
import { INPUT_CLASS, INPUT_HEIGHT, LABEL_CLASS } from "./field-class";

type AnyComboBox = ComponentType<ComboBoxProps<string>>;

/**
 * A `ComboBox` whose script comes when it is pointed at or has the focus; until then a field with its value stands in its
 * place. While the script cannot be had, the next move asks again.
 */
export function LaterComboBox(props: ComboBoxProps<string>) {
  const { label, labelHidden = false, options, value, placeholder, isDisabled = false, className } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [loaded, setLoaded] = useState<{ ComboBox: AnyComboBox; hadFocus: boolean } | null>(null);
  if (loaded) return <loaded.ComboBox {...props} autoFocus={loaded.hadFocus} />;

  const load = (): void => {
    import("./combo-box").then(
      ({ ComboBox }) => setLoaded((held) => held ?? { ComboBox, hadFocus: input.current === document.activeElement }),
      () => undefined,
    );
  };
  return (
    <div className={cx("flex min-w-0 flex-col gap-1.5", className)}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : LABEL_CLASS}>
        {label}
      </label>
      <span className="relative flex">
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-haspopup="listbox"
          aria-expanded={false}
          autoComplete="off"
          readOnly
          disabled={isDisabled}
          placeholder={placeholder}
          value={options.find((option) => option.id === value)?.label ?? ""}
          className={cx(INPUT_CLASS, INPUT_HEIGHT, "pe-9")}
          onFocus={load}
          onPointerEnter={load}
        />
        <span aria-hidden="true" className="pointer-events-none absolute inset-y-0 end-0 inline-flex w-9 items-center justify-center text-text-faint">
          <ChevronsUpDown className="size-3.5" strokeWidth={2} />
        </span>
      </span>
    </div>
  );
}
