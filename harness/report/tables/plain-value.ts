import type { TableValue } from './table.ts';

/** A value as people read it, without any escaping: `5/12 · 42 % (19–68)`. */
export function plainValue(value: TableValue): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'count':
      return String(value.value);
    case 'rate': {
      if (value.total === 0) return '0/0';
      const { interval } = value;
      const range = interval ? ` (${percent(interval.low)}–${percent(interval.high)})` : '';
      return `${value.count}/${value.total} · ${percent(value.count / value.total)} %${range}`;
    }
    case 'number': {
      const { interval, digits } = value;
      const range = interval ? ` (${fixed(interval.low, digits)} to ${fixed(interval.high, digits)})` : '';
      return `${fixed(value.value, digits)}${range}`;
    }
    case 'none':
      return '–';
  }
}

/** Whole percent; one decimal where rounding would turn some into none or into all. */
export function percent(fraction: number): string {
  const whole = Math.round(fraction * 100);
  const misleading = (whole === 0 && fraction > 0) || (whole === 100 && fraction < 1);
  return misleading ? (fraction * 100).toFixed(1) : String(whole);
}

function fixed(value: number, digits: number): string {
  if (value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits) return value.toExponential(1);
  return value.toFixed(digits);
}
