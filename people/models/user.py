"""A person who signs in. The address is the name of the account; names are for people."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.thai import person_name, sort_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Makes a user. The address is kept in lower case, so that it is found however it is typed."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    email = models.EmailField(_("e-mail"), max_length=254)
    title = models.CharField(_("title"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=120)
    last_name = models.CharField(_("last name"), max_length=120)
    # Thai dictionary order of the name without its title, stored so that both databases sort alike.
    name_key = models.CharField(max_length=600, editable=False, default="")
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="one_account_per_address"),
            models.CheckConstraint(condition=Q(email__regex=r"^[\x21-\x7e]+$"), name="address_is_ascii"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Title, first and last name as printed: no space between title and first name."""
        return person_name(self.title, self.first_name, self.last_name)

    def name_the_key(self) -> str:
        """Sets `name_key` from the name; whoever writes the name calls this."""
        self.name_key = sort_key(self.first_name, self.last_name)[:600]
        return self.name_key
