import sys, time
from kafka import KafkaConsumer
from kafka.admin import KafkaAdminClient, NewTopic

server, partitions, *names = sys.argv[1:]
admin = KafkaAdminClient(bootstrap_servers=server, request_timeout_ms=10000)
present = set(admin.list_topics())
new = [NewTopic(each, int(partitions), 1) for each in names if each not in present]
if new:
    admin.create_topics(new)
admin.close()
consumer = KafkaConsumer(names[0], bootstrap_servers=server, group_id="template")
end = time.monotonic() + 30
while not consumer.assignment() and time.monotonic() < end:
    consumer.poll(timeout_ms=100)
is_formed = bool(consumer.assignment())
consumer.close()
sys.exit(None if is_formed else "no group was formed")
