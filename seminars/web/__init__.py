"""Pages of seminars: of base staff, of regulators, and the enrolment of professionals."""
