/** Why a description cannot stand as a request, or null. The reasons are those of the curator's queue. */
export function vagueness(text: string, name: string): string | null {
  const words = text.toLowerCase().match(/[a-z][a-z_0-9-]*/g) ?? [];
  if (words.length < 3) return 'fewer than three words';
  const telling = words.filter((word) => !weak.has(word) && word !== name.toLowerCase());
  if (telling.length < 2) return 'no word says what is observed';
  if (/\b(?:bpf|this|a) sample\b|\bsample (?:bpf|program|code|host)/i.test(text))
    return 'it presents an example instead of a task';
  if (
    /\b(?:demonstrat|illustrat|showcas|example|demo\b|hello,? world|tutorial|lesson|minimal|introduction|getting started|how to)\w*\b/i.test(
      text,
    )
  ) {
    return 'it presents an example instead of a task';
  }
  if (
    /\b(?:this (?:test|file|program is a test)|selftest|test (?:case|that|for|if|whether)|regression|verify that|make sure|ensure)\b/i.test(
      text,
    )
  ) {
    return 'it describes a test';
  }
  return null;
}

const weak = new Set(
  'a an the and or of for to in on with by from as is are be this that it its all some any use using uses used bpf ebpf bpftrace libbpf program programs tool code simple basic linux kernel tracing trace test tests'.split(
    ' ',
  ),
);
