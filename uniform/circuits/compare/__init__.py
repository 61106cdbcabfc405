"""Are two circuits the same, and do they compute the same?"""
