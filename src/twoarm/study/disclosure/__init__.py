"""What a study lets be published of its patients."""
