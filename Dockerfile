# bylaw in a container: docker run --rm -v "$PWD:/work" bylaw lint
FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.* ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.release=$VERSION" -o /bylaw ./cmd/bylaw

FROM alpine:3.22
# What is mounted belongs to somebody else, which git would refuse; bylaw runs nothing that a repository names.
RUN apk add --no-cache git && git config --system --add safe.directory '*'
COPY --from=build /bylaw /usr/local/bin/bylaw
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["bylaw"]
