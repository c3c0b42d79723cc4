"""Make the notifications' database ready: `python -m microservices.notifications.prepare`."""

from microservices.chassis.preparing import migrations_of, prepare

if __name__ == "__main__":
    prepare([migrations_of("notifications")])
