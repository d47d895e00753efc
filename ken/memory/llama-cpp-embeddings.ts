import { Embeddings } from '@langchain/core/embeddings';
import type { LlamaEmbeddingContext } from 'node-llama-cpp';

/**
 * LangChain embeddings of a GGUF file in this process, on the CPU. Texts are embedded one after another, so that the
 * vectors do not depend on what else is asked for; the package's binaries are used as they are and nothing is compiled.
 */
export class LlamaCppEmbeddings extends Embeddings {
  readonly #context: LlamaEmbeddingContext;

  private constructor(context: LlamaEmbeddingContext) {
    super({ maxRetries: 0 });
    this.#context = context;
  }

  static async open(modelPath: string): Promise<LlamaCppEmbeddings> {
    const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
    const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error });
    const model = await llama.loadModel({ modelPath });
    // Small models only wait for each other's threads.
    return new LlamaCppEmbeddings(await model.createEmbeddingContext({ threads: 1 }));
  }

  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const vectors: number[][] = [];
    for (const text of texts) vectors.push(await this.embedQuery(text));
    return vectors;
  }

  override async embedQuery(text: string): Promise<number[]> {
    return [...(await this.#context.getEmbeddingFor(text)).vector];
  }
}
