select id, hash, state, chunks from document where source = :source and path = :path
