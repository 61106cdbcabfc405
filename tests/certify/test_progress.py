"""A certificate and an audit tell how many questions were asked so far."""

from __future__ import annotations

import json

from uniform.certify.audit import audit
from uniform.certify.certificate import certify_subject
from uniform.certify.subject import Subject
from uniform.family.opening import open_generator


def test_questions_are_counted_one_by_one() -> None:
    generator, counts = open_generator("parity_tree"), list[int]()
    subject = Subject(generator, progress=counts.append)
    certificate = certify_subject(subject)
    assert counts == [*range(1, len(subject.proofs.prover.answers) + 1)]
    assert len(counts) > 10
    audited: list[int] = []
    assert audit(json.loads(json.dumps(certificate.to_json())), generator, (1,), progress=audited.append)
    assert audited[:10] == [*range(1, 11)]
