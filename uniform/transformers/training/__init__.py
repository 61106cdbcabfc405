"""Train small transformers on tasks with exact answers, then round them to models.

Begin with ``tasks.py``, what there is to learn, then ``train.py``. Only ``network.py`` and ``train.py`` need PyTorch,
the extra ``train``; a trained model is read, run and compiled without it.
"""
