"""Designs that do not exist yet: a family of GANs, trained, sampled, edited and measured."""
