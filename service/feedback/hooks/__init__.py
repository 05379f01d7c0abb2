"""Notices of e-mail providers: POST /hooks/mail/<provider>.

signatures   is it the provider who calls, now, and for the first time?
sns          Amazon's signatures, checked here because nobody else does
providers    each provider's words become reports (django-anymail knows them)
views        verify, keep, answer; reading comes later
"""
