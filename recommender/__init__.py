"""Similar products for a photo: an embedder and a FAISS index. No Django here."""
