/**
 * The numbers of a text that stand right behind a label: `PID: 12`, `pid=12`, `to process 12`, `tid (12)`. Labels are
 * patterns without anchors, matched as whole words in either case. For claims such as "what is called the target is the
 * target"; text without labels gives nothing and proves nothing.
 */
export function labelledNumbers(text: string, label: RegExp): number[] {
  const pattern = new RegExp(
    `(?<![A-Za-z0-9_])(?:${label.source})[ \\t]*[:=(#>]?[ \\t]*(-?\\d{1,20})(?![0-9a-zA-Z_.])`,
    'gi',
  );
  return [...text.matchAll(pattern)].map((match) => Number(match[1]));
}
