"""The words that canonical columns may hold."""

CHANNELS: dict[str, str] = {
    "phone": "Phone",
    "email": "Email",
    "live_chat": "Live chat",
    "messaging": "Messaging",
    "sms": "SMS",
    "social_media": "Social media",
    "web_form": "Web form",
    "self_service": "Self-service",
    "mobile_app": "Mobile app",
    "chatbot": "Chatbot",
    "community": "Community",
    "video": "Video",
    "in_person": "In person",
    "other": "Other",
}
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
PRIORITIES = ("urgent", "high", "normal", "low")
TIERS = ("Champion", "Riser", "Starter")
METRICS = ("csat", "nps", "ces")
CHARACTERISTICS: dict[str, str] = {
    "training": "Agent training",
    "staffing": "Appropriate staffing",
    "feedback_use": "Acting on customer feedback",
    "feedback_speed": "Agility in acting on feedback",
    "data_quality": "Strong data and visualisation",
    "data_timeliness": "Timeliness of data",
    "agent_technology": "Quality of agent technology",
    "security": "Importance of security",
}
# The published lists of seven disagree: the newest, and an earlier one with security.
EDITIONS = ("2021", "2020")
