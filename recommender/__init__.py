"""Similar products for a photo: a ResNet embedder and a FAISS index. No Django here."""
