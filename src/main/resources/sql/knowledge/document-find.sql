select id, hash, state, chunks, reason from document where source = :source and path = :path
