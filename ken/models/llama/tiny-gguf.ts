import { writeFile } from 'node:fs/promises';

/**
 * Writes tiny language models as GGUF files (version 3, little-endian; the format is described in ggml's docs/gguf.md),
 * so that tests run the real loader, tokeniser and sampler: a llama architecture with 32-bit weights and a vocabulary of
 * single bytes, half a megabyte to three.
 */
export interface TinyModel {
  /** Weights from this seed: babble, but the same babble for the same prompt and sampling seed. */
  seed?: number;
  /** Pieces that the model says one after the other whatever it is asked, each a token of its own. */
  script?: readonly string[];
  /** Tokens that the model claims to be trained for. */
  contextLength?: number;
}

export async function writeTinyGguf(
  file: string,
  { seed = 1, script, contextLength = 2048 }: TinyModel,
): Promise<void> {
  const vocabulary = vocabularyOf(script ?? []);
  const shape = script
    ? { width: roundUp(vocabulary.length, 32), layers: 1, hidden: 32 }
    : { width: 64, layers: 2, hidden: 128 };
  const tensors = script ? scriptedTensors(vocabulary, shape, script) : randomTensors(vocabulary.length, shape, seed);
  await writeFile(file, fileOf(metadataOf(vocabulary, shape, contextLength), tensors));
}

interface Shape {
  width: number;
  layers: number;
  hidden: number;
}

const heads = 4;
const endOfTurn = '<|im_end|>';
const template =
  "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}" +
  '{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}';

/** llama.cpp's token types. */
const kinds = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 } as const;

interface VocabularyToken {
  text: string;
  kind: number;
}

/** The special tokens, every byte, and the pieces of a script. */
function vocabularyOf(script: readonly string[]): VocabularyToken[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  return [
    { text: '<unk>', kind: kinds.unknown },
    { text: '<s>', kind: kinds.control },
    { text: '</s>', kind: kinds.control },
    ...bytes.map((text) => ({ text, kind: kinds.byte })),
    { text: '<|im_start|>', kind: kinds.control },
    { text: endOfTurn, kind: kinds.control },
    ...script.map((text) => ({ text, kind: kinds.userDefined })),
  ];
}

interface Tensor {
  name: string;
  /** The fastest changing dimension first, as GGUF has it. */
  dimensions: number[];
  values: Float32Array;
}

function randomTensors(vocabulary: number, shape: Shape, seed: number): Tensor[] {
  const random = normalNumbers(seed);
  const weights = (scale: number) => () => random() * scale;
  return tensorsOf(vocabulary, shape, { embedding: weights(0.5), output: weights(0.3), inner: weights(0.12) });
}

/** Attention and feed-forward weights of zero leave each token's own vector, which the output maps to its successor. */
function scriptedTensors(vocabulary: VocabularyToken[], shape: Shape, script: readonly string[]): Tensor[] {
  const idOf = (text: string): number => vocabulary.findIndex((token) => token.text === text);
  const ids = [...script.map(idOf), idOf(endOfTurn)];
  const successor = (id: number): number => ids[ids.indexOf(id) + 1] ?? ids[0] ?? 0;
  const successors = vocabulary.map((_, id) => successor(id));
  return tensorsOf(vocabulary.length, shape, {
    embedding: (index) => (index % shape.width === Math.floor(index / shape.width) ? 1 : 0),
    output: (index) => (successors[index % shape.width] === Math.floor(index / shape.width) ? 4 : 0),
    inner: () => 0,
  });
}

type Fill = (index: number) => number;

function tensorsOf(
  vocabulary: number,
  { width, layers, hidden }: Shape,
  fill: { embedding: Fill; output: Fill; inner: Fill },
): Tensor[] {
  const tensor = (name: string, dimensions: number[], value: Fill): Tensor => ({
    name: `${name}.weight`,
    dimensions,
    values: Float32Array.from({ length: dimensions.reduce((product, size) => product * size, 1) }, (_, index) =>
      value(index),
    ),
  });
  const one = (): number => 1;
  const block = (layer: number): Tensor[] => [
    tensor(`blk.${layer}.attn_norm`, [width], one),
    ...['q', 'k', 'v', 'output'].map((part) => tensor(`blk.${layer}.attn_${part}`, [width, width], fill.inner)),
    tensor(`blk.${layer}.ffn_norm`, [width], one),
    tensor(`blk.${layer}.ffn_gate`, [width, hidden], fill.inner),
    tensor(`blk.${layer}.ffn_up`, [width, hidden], fill.inner),
    tensor(`blk.${layer}.ffn_down`, [hidden, width], fill.inner),
  ];
  return [
    tensor('token_embd', [width, vocabulary], fill.embedding),
    tensor('output_norm', [width], one),
    tensor('output', [width, vocabulary], fill.output),
    ...Array.from({ length: layers }, (_, layer) => block(layer)).flat(),
  ];
}

type Value =
  | { uint32: number }
  | { float32: number }
  | { bool: boolean }
  | { string: string }
  | { strings: string[] }
  | { float32s: number[] }
  | { int32s: number[] };

function metadataOf(vocabulary: VocabularyToken[], shape: Shape, contextLength: number): [string, Value][] {
  const idOf = (text: string): Value => ({ uint32: vocabulary.findIndex((token) => token.text === text) });
  return [
    ['general.architecture', { string: 'llama' }],
    ['general.name', { string: 'tiny' }],
    ['llama.context_length', { uint32: contextLength }],
    ['llama.embedding_length', { uint32: shape.width }],
    ['llama.block_count', { uint32: shape.layers }],
    ['llama.feed_forward_length', { uint32: shape.hidden }],
    ['llama.attention.head_count', { uint32: heads }],
    ['llama.attention.head_count_kv', { uint32: heads }],
    ['llama.rope.dimension_count', { uint32: shape.width / heads }],
    ['llama.attention.layer_norm_rms_epsilon', { float32: 1e-5 }],
    ['llama.vocab_size', { uint32: vocabulary.length }],
    ['tokenizer.ggml.model', { string: 'llama' }],
    ['tokenizer.ggml.tokens', { strings: vocabulary.map(({ text }) => text) }],
    ['tokenizer.ggml.scores', { float32s: vocabulary.map(() => 0) }],
    ['tokenizer.ggml.token_type', { int32s: vocabulary.map(({ kind }) => kind) }],
    ['tokenizer.ggml.bos_token_id', idOf('<s>')],
    ['tokenizer.ggml.eos_token_id', idOf(endOfTurn)],
    ['tokenizer.ggml.unknown_token_id', idOf('<unk>')],
    ['tokenizer.ggml.add_bos_token', { bool: true }],
    ['tokenizer.ggml.add_space_prefix', { bool: false }],
    ['tokenizer.chat_template', { string: template }],
  ];
}

/** Bytes that tensors and the data section are aligned to. */
const alignment = 32;

function fileOf(metadata: [string, Value][], tensors: readonly Tensor[]): Buffer {
  let offset = 0;
  const infos = tensors.map(({ name, dimensions, values }) => {
    const info = [text(name), uint32(dimensions.length), ...dimensions.map(uint64), uint32(0), uint64(offset)];
    offset += roundUp(values.byteLength, alignment);
    return Buffer.concat(info);
  });
  const head = Buffer.concat([
    ...[Buffer.from('GGUF'), uint32(3), uint64(tensors.length), uint64(metadata.length)],
    ...metadata.map(([key, value]) => Buffer.concat([text(key), encode(value)])),
    ...infos,
  ]);
  return Buffer.concat([padded(head), ...tensors.map(({ values }) => padded(Buffer.from(values.buffer)))]);
}

/** Type number, then the value; arrays are type 9, with the type and number of their elements. */
function encode(value: Value): Buffer {
  if ('uint32' in value) return Buffer.concat([uint32(4), uint32(value.uint32)]);
  if ('float32' in value) return Buffer.concat([uint32(6), float32(value.float32)]);
  if ('bool' in value) return Buffer.concat([uint32(7), Buffer.from([value.bool ? 1 : 0])]);
  if ('string' in value) return Buffer.concat([uint32(8), text(value.string)]);
  const list = (type: number, items: Buffer[]): Buffer =>
    Buffer.concat([uint32(9), uint32(type), uint64(items.length), ...items]);
  if ('strings' in value) return list(8, value.strings.map(text));
  if ('float32s' in value) return list(6, value.float32s.map(float32));
  return list(5, value.int32s.map(uint32));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(roundUp(bytes.length, alignment) - bytes.length)]);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Standard normal numbers from a seed: a linear congruential generator and Box and Muller's transform. */
function normalNumbers(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
