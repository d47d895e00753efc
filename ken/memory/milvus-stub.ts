import { createRequire } from 'node:module';
import { loadPackageDefinition, Server, ServerCredentials, type ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import protobuf from 'protobufjs';

/**
 * For tests: the part of a Milvus server that the store uses, over gRPC with the client's own protocol description.
 * Collections live in memory; a search is exact, by the inner product.
 */
export async function milvusStub(): Promise<{
  url: string;
  collections: () => string[];
  calls: string[];
  close: () => void;
}> {
  const calls: string[] = [];
  const collections = new Map<string, Collection>();
  const server = new Server();
  const handlers: Record<string, (request: Request) => unknown> = {
    Connect: () => ({ status: ok, server_info: { build_tags: '2.6.0' }, identifier: 1 }),
    GetVersion: () => ({ status: ok, version: '2.6.0' }),
    HasCollection: ({ collection_name }) => ({ status: ok, value: collections.has(collection_name) }),
    DropCollection: ({ collection_name }) => (collections.delete(collection_name), ok),
    CreateCollection({ collection_name, schema }) {
      const decoded = types.schema.toObject(types.schema.decode(schema as Uint8Array));
      collections.set(collection_name, { schema: decoded, rows: [] });
      return ok;
    },
    DescribeCollection({ collection_name }) {
      const found = collections.get(collection_name);
      return found ? { status: ok, schema: found.schema, collection_name } : { status: missing };
    },
    CreateIndex: () => ok,
    Insert({ collection_name, fields_data, num_rows }) {
      const rows = Array.from({ length: num_rows }, (_, index) => rowOf(fields_data, index));
      collections.get(collection_name)?.rows.push(...rows);
      return { status: ok, insert_cnt: String(num_rows), IDs: { int_id: { data: rows.map((_, index) => index) } } };
    },
    Flush: ({ collection_names }) => ({
      status: ok,
      coll_segIDs: Object.fromEntries((collection_names ?? []).map((name) => [name, { data: [1] }])),
    }),
    GetFlushState: () => ({ status: ok, flushed: true }),
    LoadCollection: () => ok,
    GetLoadingProgress: () => ({ status: ok, progress: 100 }),
    Search({ collection_name, placeholder_group, search_params, output_fields }) {
      const rows = collections.get(collection_name)?.rows ?? [];
      const wanted = Number(search_params.find(({ key }) => key === 'topk')?.value ?? 10);
      return { status: ok, results: search(rows, queryOf(placeholder_group), wanted, output_fields) };
    },
  };
  server.addService(
    service,
    Object.fromEntries(
      Object.keys(service).map((name) => [
        name,
        (call: { request: Request }, done: (error: Error | null, reply?: unknown) => void) => {
          calls.push(name);
          const handler = handlers[name];
          if (handler) done(null, handler(call.request));
          else done(new Error(`the stub has no ${name}`));
        },
      ]),
    ),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  server.start();
  return {
    url: `127.0.0.1:${port}`,
    collections: () => [...collections.keys()],
    calls,
    close: () => {
      server.forceShutdown();
    },
  };
}

interface Row {
  texts: Map<string, string>;
  vector: number[];
}

interface Collection {
  schema: unknown;
  rows: Row[];
}

interface FieldData {
  field_name: string;
  scalars?: { string_data?: { data: string[] } };
  vectors?: { dim: string; float_vector?: { data: number[] } };
}

interface Request {
  collection_name: string;
  collection_names?: string[];
  schema: unknown;
  fields_data: FieldData[];
  num_rows: number;
  placeholder_group: Uint8Array;
  search_params: { key: string; value: string }[];
  output_fields: string[];
}

const ok = { error_code: 'Success', code: 0, reason: '' };
const missing = { error_code: 'CollectionNotExists', code: 100, reason: 'no such collection' };

const require = createRequire(import.meta.url);
const description = (name: string): protobuf.INamespace =>
  (require(`@zilliz/milvus2-sdk-node/dist/milvus/proto-json/${name}`) as { default: protobuf.INamespace }).default;
const options = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true } as const;
const packages = loadPackageDefinition(fromJSON(description('milvus'), options)) as unknown as {
  milvus: { proto: { milvus: { MilvusService: { service: ServiceDefinition } } } };
};
const service = packages.milvus.proto.milvus.MilvusService.service;
const types = {
  schema: protobuf.Root.fromJSON(description('milvus')).lookupType('milvus.proto.schema.CollectionSchema'),
  placeholders: protobuf.Root.fromJSON(description('milvus')).lookupType('milvus.proto.common.PlaceholderGroup'),
};

function rowOf(fields: readonly FieldData[], index: number): Row {
  const row: Row = { texts: new Map(), vector: [] };
  for (const { field_name, scalars, vectors } of fields) {
    const text = scalars?.string_data?.data[index];
    if (text !== undefined) row.texts.set(field_name, text);
    const size = Number(vectors?.dim ?? 0);
    if (vectors?.float_vector) row.vector = vectors.float_vector.data.slice(index * size, (index + 1) * size);
  }
  return row;
}

function queryOf(group: Uint8Array): number[] {
  const { placeholders } = types.placeholders.decode(group) as unknown as { placeholders: { values: Uint8Array[] }[] };
  const bytes = Buffer.from(placeholders[0]?.values[0] ?? []);
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

function search(rows: readonly Row[], query: readonly number[], wanted: number, fields: readonly string[]): unknown {
  const found = rows
    .map((row, id) => ({
      row,
      id,
      score: row.vector.reduce((sum, value, index) => sum + value * (query[index] ?? 0), 0),
    }))
    .sort((left, right) => right.score - left.score)
    .slice(0, wanted);
  return {
    num_queries: '1',
    top_k: String(found.length),
    topks: [String(found.length)],
    scores: found.map(({ score }) => score),
    ids: { int_id: { data: found.map(({ id }) => String(id)) } },
    output_fields: fields,
    fields_data: fields.map((field_name) => ({
      type: 'VarChar',
      field_name,
      scalars: { string_data: { data: found.map(({ row }) => row.texts.get(field_name) ?? '') } },
    })),
  };
}
