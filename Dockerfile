# The program in a small image: docker build -t reconcile . && docker run --rm -v "$PWD:/work" reconcile plan envs/staging
FROM swift:6.2-bookworm AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make git libsqlite3-dev libcurl4-openssl-dev libssl-dev \
      pkg-config python3 python3-venv
WORKDIR /source
COPY . .
RUN make install PREFIX=/installed

FROM debian:bookworm-slim
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends libcurl4 libsqlite3-0 libssl3 libstdc++6 ca-certificates git \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 1000 reconcile
COPY --from=build /installed /usr/local
USER reconcile
WORKDIR /work
ENTRYPOINT ["reconcile"]
