import "./charts.css";
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { date as inWords } from "../format";
import { dayNumber, dayText, weekday } from "./scale";

export interface HeatDay {
  /** `2026-09-12` */
  date: string;
  value: number;
  /** As it is read. */
  text: string;
  note?: string;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Shades, from almost nothing to the most. */
const SHADES = 6;

/** A shade from 1 for each day: by rank among the days, so that one outlier does not pale all the others. */
export function shades(days: readonly HeatDay[]): Map<string, number> {
  const ranked = [...new Set(days.map((day) => day.value))].sort((a, b) => a - b);
  const place = new Map(ranked.map((value, index) => [value, ranked.length === 1 ? 1 : Math.ceil(((index + 1) / ranked.length) * SHADES)]));
  return new Map(days.map((day) => [day.date, place.get(day.value) ?? 1]));
}

/** Weeks as columns, weekdays as rows, the darker the more it cost; each day is read out where it is focused. */
export function HeatCalendar({ label, days, onChoose }: { label: string; days: HeatDay[]; onChoose?: (date: string) => void }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const by = new Map(days.map((day) => [day.date, day]));
  const shade = shades(days);
  const numbers = days.map((day) => dayNumber(day.date));
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  const [at, setAt] = useState(dayText(last));
  const here = by.has(at) ? at : dayText(last);
  const start = first - weekday(first);
  const weeks = Array.from({ length: Math.floor((last - start) / 7) + 1 }, (_, week) => start + week * 7);
  const weeksBox = useRef<HTMLDivElement>(null);
  // The newest days are what one looks for; more weeks than there is room for are to the left of them.
  useLayoutEffect(() => {
    if (weeksBox.current) weeksBox.current.scrollLeft = weeksBox.current.scrollWidth;
  }, [first, last]);
  const keyed = (event: KeyboardEvent) => {
    const step = { ArrowRight: 7, ArrowLeft: -7, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = dayText(dayNumber(here) + step);
    if (!by.has(to)) return;
    setAt(to);
    body.current?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus();
  };
  return (
    <div className="ac-heat">
      <div className="ac-heat-weeks" ref={weeksBox}>
        <table aria-label={label}>
          <thead>
            <tr>
              <td />
              {weeks.map((week, index) => (
                <td key={week} className="ac-heat-month">
                  {monthAt(Math.max(first, week), index === 0 ? null : Math.max(first, week - 7))}
                </td>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={keyed}>
            {DAYS.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {weeks.map((week) => {
                  const date = dayText(week + row);
                  const day = by.get(date);
                  return (
                    <td key={week}>
                      {day && (
                        <button
                          type="button"
                          data-day={date}
                          tabIndex={date === here ? 0 : -1}
                          className={`ac-heat-day ac-heat-${shade.get(date)}${day.note ? " ac-heat-noted" : ""}`}
                          aria-label={`${inWords(date)}: ${day.text}${day.note ? `. ${day.note}` : ""}`}
                          title={`${inWords(date)}: ${day.text}${day.note ? `\n${day.note}` : ""}`}
                          onFocus={() => setAt(date)}
                          onClick={() => onChoose?.(date)}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="ac-heat-said">
        <b>{inWords(here)}</b> {by.get(here)?.text}
        {by.get(here)?.note && <> · {by.get(here)?.note}</>}
      </p>
      <div className="ac-legend" aria-hidden>
        <span>less</span>
        {Array.from({ length: SHADES }, (_, index) => (
          <i key={index} className={`ac-heat-${index + 1}`} />
        ))}
        <span>more (by rank among these days)</span>
      </div>
    </div>
  );
}

/** The month's name over the first week that begins in it. */
function monthAt(week: number, before: number | null): string {
  const month = dayText(week).slice(5, 7);
  if (before !== null && dayText(before).slice(5, 7) === month) return "";
  return MONTHS[Number(month) - 1] ?? "";
}
