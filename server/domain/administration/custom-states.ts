import { CUSTOM_STATES_MAX, type CustomState, CustomStateId, type ManualState } from "@/lib/protocol";
import { uuidV7 } from "@/lib/shared/uuid-v7";
import { type Actor, type AuditTarget, changedFields } from "../audit";
import { AppError } from "../errors";
import { type ChangeDeps, makeChange } from "./change";

export type CustomStateChange = {
  customStateId: CustomStateId;
  base?: ManualState | undefined;
  labels?: Readonly<Record<string, string>> | undefined;
  /** From 0; beyond the last it comes last. */
  position?: number | undefined;
};

const targetOf = ({ id, labels }: CustomState): AuditTarget => ({ kind: "custom-state", id, name: Object.values(labels)[0] ?? "" });

function getState(states: readonly CustomState[], customStateId: CustomStateId): CustomState {
  const state = states.find(({ id }) => id === customStateId);
  if (!state) throw new AppError("custom_state_not_found", { customStateId });
  return state;
}

/** It comes last. @throws AppError `custom_state_limit` when there are CUSTOM_STATES_MAX. */
export function createCustomState(deps: ChangeDeps, actor: Actor, { base, labels }: { base: ManualState; labels: Readonly<Record<string, string>> }): Promise<CustomState> {
  return makeChange(deps, actor, async ({ tx, audit, customStatesChanged }) => {
    const states = await tx.listCustomStates();
    if (states.length >= CUSTOM_STATES_MAX) throw new AppError("custom_state_limit", { states: states.length });
    const state: CustomState = { id: CustomStateId.parse(uuidV7()), base, labels: { ...labels } };
    await tx.insertCustomState(state, states.length);
    audit({ action: "custom-state.create", target: targetOf(state), before: null, after: { base, labels } });
    customStatesChanged(await tx.listCustomStates());
    return state;
  });
}

/** Who is in it goes along with its base. @throws AppError `custom_state_not_found`. */
export function updateCustomState(deps: ChangeDeps, actor: Actor, { customStateId, base, labels, position }: CustomStateChange): Promise<CustomState> {
  return makeChange(deps, actor, async ({ tx, audit, customStatesChanged }) => {
    const states = await tx.listCustomStates();
    const before = getState(states, customStateId);
    const after: CustomState = { id: customStateId, base: base ?? before.base, labels: labels ? { ...labels } : before.labels };
    const others = states.map(({ id }) => id).filter((id) => id !== customStateId);
    const placeBefore = states.indexOf(before);
    const place = Math.min(position ?? placeBefore, others.length);
    const fields = changedFields({ base: before.base, labels: before.labels, position: placeBefore }, { base: after.base, labels: after.labels, position: place });
    if (!fields) return after;
    await tx.updateCustomState(after);
    if (place !== placeBefore) await tx.orderCustomStates(others.toSpliced(place, 0, customStateId));
    audit({ action: "custom-state.update", target: targetOf(after), ...fields });
    customStatesChanged(await tx.listCustomStates());
    return after;
  });
}

/** Who is in it keeps its base. @throws AppError `custom_state_not_found`. */
export function deleteCustomState(deps: ChangeDeps, actor: Actor, customStateId: CustomStateId): Promise<void> {
  return makeChange(deps, actor, async ({ tx, audit, customStatesChanged }) => {
    const states = await tx.listCustomStates();
    const state = getState(states, customStateId);
    await tx.deleteCustomState(customStateId);
    await tx.orderCustomStates(states.map(({ id }) => id).filter((id) => id !== customStateId));
    audit({ action: "custom-state.delete", target: targetOf(state), before: { base: state.base, labels: state.labels }, after: null });
    customStatesChanged(await tx.listCustomStates());
  });
}
