"""Statements about all n: how a certificate is made, and how it is audited without being trusted."""
