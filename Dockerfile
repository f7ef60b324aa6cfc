# Yett on Debian 13: DPDK 24.11 and OpenJDK 25 are its own packages.
#
#   docker build -t yett .
#   docker run --rm yett --help
#   docker run --rm --privileged yett demo           # makes network namespaces and huge pages
#
# A gateway that takes over an interface of the host:
#   docker run --network host --privileged --ipc host -v /etc/yett:/etc/yett -v /run/yett:/run/yett \
#     yett dataplane --config /etc/yett/yett.yaml
# and the same with "controlplane" for the other process.

FROM debian:13 AS build
WORKDIR /src
# First what changes seldom: the packages.
COPY yett ./
COPY deploy/packages.txt deploy/
RUN ./yett packages jdk build
COPY . .
RUN ./yett build

FROM debian:13
WORKDIR /opt/yett
COPY yett ./
COPY deploy/packages.txt deploy/
RUN ./yett packages jre run demo && apt-get clean && rm -rf /var/lib/apt/lists/* .yett
COPY --from=build /src/deploy/target/lib deploy/target/lib
COPY deploy/jvm deploy/jvm
COPY deploy/examples deploy/examples
COPY LICENSE ./
ENTRYPOINT ["/opt/yett/yett"]
CMD ["--help"]
