create index if not exists chunk_embedding_hnsw_%1$d on chunk_embedding
 using hnsw ((embedding::halfvec(%2$d)) halfvec_cosine_ops) where model = %1$d
