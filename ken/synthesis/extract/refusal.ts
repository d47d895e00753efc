/** True for a reply without a program whose opening sentences decline to write one. */
export function looksLikeRefusal(text: string): boolean {
  return declines.test(
    text
      .trim()
      .slice(0, 600)
      .replace(/[\u2018\u2019]/g, "'"),
  );
}

const declines =
  /\b(?:I(?:'m| am)? (?:sorry|unable|not able)|I (?:can't|cannot|can not|could not|couldn't|won't|will not|must decline|have to decline)|as an AI|(?:is|it's) not possible (?:for me )?to)\b/i;
