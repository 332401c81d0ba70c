"""Settings of logins: passwords, allauth, second factors, and how often what may be tried."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("mobile", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "learning.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "email", "password1*"]
ACCOUNT_PHONE_VERIFICATION_ENABLED = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
# Changing the number before it is proved is offered to new logins only, and so would tell strangers which numbers have one.
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever did not change the password, or add a passkey, hears of it
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # what the message says: adapters' CODE_MINUTES
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Limits by address are wide: a training hall or an office shares one. Wrong passwords are counted by login and address together,
# so that nobody can lock the owner out from elsewhere; see `adapters` for the loose limit over all addresses.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "signup": "60/m/ip",
    # Three guesses a code, six digits: ten codes an hour keep guessing hopeless, and nobody's telephone rings all night.
    "request_login_code": "60/m/ip,3/m/key,10/h/key",
    "verify_phone": "1/30s/key,10/h/key,60/m/ip",
    "change_phone": "5/m/user",
}
ACCOUNT_FORMS = {
    "signup": "learning.accounts.adapters.forms.SignupForm",
    "login": "learning.accounts.adapters.forms.LoginForm",
    "request_login_code": "learning.accounts.adapters.forms.RequestLoginCodeForm",
    "add_email": "learning.accounts.adapters.wording.AddEmailForm",
    "change_password": "learning.accounts.adapters.wording.ChangePasswordForm",
    "set_password": "learning.accounts.adapters.wording.SetPasswordForm",
    "reset_password": "learning.accounts.adapters.wording.ResetPasswordForm",
    "reset_password_from_key": "learning.accounts.adapters.wording.ResetPasswordKeyForm",
    "reauthenticate": "learning.accounts.adapters.wording.ReauthenticateForm",
    "confirm_login_code": "learning.accounts.adapters.wording.ConfirmLoginCodeForm",
    "change_phone": "learning.accounts.adapters.wording.ChangePhoneForm",
    "verify_phone": "learning.accounts.adapters.wording.VerifyPhoneForm",
}
MFA_FORMS = {
    "authenticate": "learning.accounts.adapters.wording.AuthenticateForm",
    "reauthenticate": "learning.accounts.adapters.wording.ReauthenticateFactorForm",
    "activate_totp": "learning.accounts.adapters.wording.ActivateTOTPForm",
    "add_webauthn": "learning.accounts.adapters.wording.AddPasskeyForm",
    "edit_webauthn": "learning.accounts.adapters.wording.EditPasskeyForm",
}
MFA_ADAPTER = "learning.accounts.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody needs an e-mail address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Xueshi"
USERSESSIONS_TRACK_ACTIVITY = True
