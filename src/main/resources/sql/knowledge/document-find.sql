-- Who stores the document waits for who does so just now.
select id, hash, state, chunks from document where source = :source and path = :path for update
