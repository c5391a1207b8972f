import { type CustomState, type ManualState } from "@/lib/protocol";

export type StateChoice = { readonly key: string; readonly state: ManualState; readonly custom: CustomState | null };

/** Each state, and under it the organisation's own of the same colour, in the organisation's order [F23]. */
export function stateChoices(states: readonly ManualState[], customStates: readonly CustomState[]): readonly StateChoice[] {
  return states.flatMap((state) => [
    { key: state, state, custom: null },
    ...customStates.filter(({ base }) => base === state).map((custom) => ({ key: custom.id, state, custom })),
  ]);
}
