"""Train small transformers on tasks with exact answers, then round them to models.

Only ``network`` and ``train`` need PyTorch, the extra ``train``; a trained model is read, run and compiled without it.

Not here: models in files (``transformers.files``).

Begin with ``tasks``, what there is to learn, then ``train``.
"""
