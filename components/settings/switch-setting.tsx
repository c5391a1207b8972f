import { Switch } from "@/components/ui/switch";
import { useSetting } from "./use-setting";

/** A setting that is on or off. */
export function SwitchSetting({ name, label, description }: { name: "enterSends" | "sounds" | "presentInFullScreen"; label: string; description: string }) {
  const { value, set } = useSetting(name);
  return <Switch label={label} description={description} isSelected={value} onChange={(isOn) => void set(isOn)} />;
}
