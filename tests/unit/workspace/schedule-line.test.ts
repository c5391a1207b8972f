import { describe, expect, test } from "vitest";
import { dayWindowOf, scheduleLineOf, shareOf, ticksOf } from "@/components/people/schedule-line";
import { type ScheduleBlock } from "@/lib/protocol";

const at = (time: string, day = 23): string => new Date(`2026-11-${day}T${time}:00`).toISOString();
const ms = (time: string, day = 23): number => Date.parse(at(time, day));
const block = (from: string, to: string, kind: ScheduleBlock["kind"] = "busy", day = 23): ScheduleBlock => ({ from: at(from, day), to: at(to, day), kind });
const lineAt = (time: string, ...blocks: ScheduleBlock[]) => scheduleLineOf({ known: true, blocks }, ms(time), ms("00:00", 24));

describe("[F48] free or busy in one line", () => {
  test("says until when somebody is free", () => {
    expect(lineAt("14:00", block("15:00", "16:00"), block("09:00", "10:00"))).toEqual({ kind: "freeUntil", atMs: ms("15:00") });
    expect(lineAt("14:00", block("09:00", "10:00"), block("09:00", "10:00", "busy", 24))).toEqual({ kind: "free" });
  });
  test("says when somebody is free again, and for how long", () => {
    expect(lineAt("14:00", block("13:00", "14:30"))).toEqual({ kind: "busyThenFree", atMs: ms("14:30") });
    expect(lineAt("14:00", block("13:00", "14:30"), block("16:00", "17:00"))).toEqual({ kind: "busyThenFreeUntil", atMs: ms("14:30"), nextMs: ms("16:00") });
  });
  test("takes what follows back to back, or overlaps, as one", () => {
    expect(lineAt("14:00", block("14:30", "15:00"), block("13:00", "14:30"), block("14:45", "15:30"))).toEqual({ kind: "busyThenFree", atMs: ms("15:30") });
    expect(lineAt("14:00", { from: at("13:00"), to: at("09:00", 24), kind: "busy" })).toEqual({ kind: "busyUntil", atMs: ms("09:00", 24) });
  });
  test("begins and ends on the minute", () => {
    expect(lineAt("13:00", block("13:00", "14:00"))).toMatchObject({ kind: "busyThenFree" });
    expect(lineAt("14:00", block("13:00", "14:00"))).toEqual({ kind: "free" });
  });
  test("out of office goes before busy; what is tentative keeps nobody", () => {
    expect(lineAt("14:00", block("13:00", "15:00"), { from: at("00:00"), to: at("00:00", 25), kind: "out-of-office" })).toEqual({ kind: "outUntil", atMs: ms("00:00", 25) });
    expect(lineAt("14:00", block("13:00", "15:00", "tentative"))).toEqual({ kind: "free" });
  });
  test("says nothing where nothing is known: not that somebody is free", () => {
    expect(scheduleLineOf({ known: false, blocks: [] }, ms("14:00"), ms("00:00", 24))).toBeNull();
  });
});

describe("the strip of a day", () => {
  test("shows the usual hours, and now where it is earlier or later", () => {
    expect(dayWindowOf(ms("14:20"))).toEqual({ fromMs: ms("09:00"), toMs: ms("18:00") });
    expect(dayWindowOf(ms("07:20"))).toEqual({ fromMs: ms("07:00"), toMs: ms("18:00") });
    expect(dayWindowOf(ms("21:20"))).toEqual({ fromMs: ms("09:00"), toMs: ms("22:00") });
    expect(ticksOf(dayWindowOf(ms("14:20"))).map((tick) => new Date(tick).getHours())).toEqual([9, 12, 15, 18]);
  });
  test("cuts blocks to it", () => {
    const window = dayWindowOf(ms("14:20"));
    expect(shareOf(block("08:00", "13:30"), window)).toEqual({ from: 0, to: 0.5 });
    expect(shareOf(block("19:00", "20:00"), window)).toBeNull();
  });
});
