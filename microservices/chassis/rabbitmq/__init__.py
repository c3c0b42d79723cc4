"""The bus over RabbitMQ, equal in meaning to a topic of Kafka with four partitions.

A topic is a direct exchange. Each group that reads it has a quorum queue for each partition, and
the publisher says by the key to which partition a message goes: so the messages of a key lie in one
queue of each group, in their order. Of the consumers of such a queue one is active at a time
(single active consumer); should it die, the next goes on where its confirmations ended. The
publisher has its confirmation once most of the queue's copies have written the message to disk.

A hash by the client is what Kafka's clients do, too. RabbitMQ's own exchange for it
(x-consistent-hash) is a plug-in, and spreads keys no better over four queues that never change.
"""
