/**
 * Looks through LLVM's text form of a compiled program for inline assembly that could make the assembler read a file
 * (`.incbin`, `.include`, also put together by macros of the assembler). The text form is searched because there the
 * preprocessor's and the compiler's ways to hide a string are behind us. Null when there is none.
 *
 * Only directives that lay down numbers are let through; a symbol with a name of its own could smuggle a directive
 * into a harmless template, so such names and assembly do not go together.
 */
export function assemblyViolation(llvmText: string): string | null {
  let assembly = false;
  // Names that the compiler makes up are .str and llvm.*; no name of C starts with a point or needs quotes.
  let namedSymbol = /@\.(?!(?:str|compoundliteral)\b)[\w.$-]+/.test(llvmText);
  for (const { content, before } of quotedStrings(llvmText)) {
    if (before.endsWith('@') && !content.startsWith('llvm.')) namedSymbol = true;
    if (!/(?:\basm(?: (?:sideeffect|alignstack|inteldialect|unwind))* |^module asm )$/.test(before)) continue;
    const text = content.replace(/\\([0-9A-Fa-f]{2})/g, (_all, code: string) =>
      String.fromCharCode(parseInt(code, 16)),
    );
    if (text.trim() === '') continue;
    assembly = true;
    if (/\.(?!(?:byte|[248]byte|short|long|quad|word|L\w+)\b)/.test(text) || text.includes('"')) {
      return 'inline assembly with assembler directives is not compiled here';
    }
  }
  return assembly && namedSymbol ? 'inline assembly beside symbols with assembler names is not compiled here' : null;
}

/** Every quoted string, as written, with what stands before it on its line. LLVM never writes a bare quote in one. */
function* quotedStrings(text: string): Generator<{ content: string; before: string }> {
  for (let open = text.indexOf('"'); open >= 0;) {
    const close = text.indexOf('"', open + 1);
    if (close < 0) return;
    const lineStart = text.lastIndexOf('\n', open) + 1;
    yield { content: text.slice(open + 1, close), before: text.slice(Math.max(lineStart, open - 80), open) };
    open = text.indexOf('"', close + 1);
  }
}
