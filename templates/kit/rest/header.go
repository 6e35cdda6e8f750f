package rest

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc/metadata"

	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// requestIDHeader carries the request's ID, both ways.
const requestIDHeader = "X-Request-Id"

// incoming makes metadata of headers, all of them: what an implementation sees is for the edge to say. As in gRPC, what
// is called -bin is base64.
func incoming(r *http.Request) (md metadata.MD, wrong []errors.Violation) {
	md = make(metadata.MD, len(r.Header)+2)
	for name, lines := range r.Header {
		key := strings.ToLower(name)
		if ofConnection(key) {
			continue
		}
		if !strings.HasSuffix(key, "-bin") {
			md[key] = lines
			continue
		}
		values, ok := binaries(lines)
		if !ok {
			wrong = append(wrong, errors.Violation{Location: errors.Header, Field: key, Code: errors.Format, Description: "must be base64"})
		}
		md[key] = values
	}
	md[":authority"] = []string{r.Host}
	return md, wrong
}

// ofConnection says whether a header is about the message as HTTP carries it.
func ofConnection(key string) bool {
	switch key {
	case "connection", "content-length", "content-type", "content-encoding", "transfer-encoding", "te", "trailer", "upgrade",
		"keep-alive", "proxy-connection", "expect", "host", "date", "grpc-timeout", "grpc-status", "grpc-message":
		return true
	}
	return strings.HasPrefix(key, ":")
}

// binaries decodes base64, with padding or without. One line may hold several values, with commas between them.
func binaries(lines []string) (values []string, ok bool) {
	for _, line := range lines {
		for text := range strings.SplitSeq(line, ",") {
			value, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.TrimSpace(text), "="))
			if err != nil {
				return nil, false
			}
			values = append(values, string(value))
		}
	}
	return values, true
}

// outgoing sets headers of the answer from metadata.
func (x *exchange) outgoing(md metadata.MD) {
	h := x.w.Header()
	for key, values := range md {
		if ofConnection(key) || key == "x-request-id" {
			continue
		}
		lines := make([]string, len(values))
		for i, value := range values {
			lines[i] = encoded(key, value)
		}
		h[http.CanonicalHeaderKey(key)] = lines
	}
}

func encoded(key, value string) string {
	if strings.HasSuffix(key, "-bin") {
		return base64.RawStdEncoding.EncodeToString([]byte(value))
	}
	return value
}

// timeout reads gRPC's own header, which says how long the caller waits.
func timeout(lines []string) (d time.Duration, ok bool) {
	if len(lines) == 0 {
		return 0, true
	}
	text := lines[0]
	if len(lines) > 1 || len(text) < 2 || len(text) > 9 {
		return 0, false
	}
	n, err := strconv.ParseUint(text[:len(text)-1], 10, 32)
	unit := map[byte]time.Duration{'H': time.Hour, 'M': time.Minute, 'S': time.Second, 'm': time.Millisecond, 'u': time.Microsecond, 'n': time.Nanosecond}[text[len(text)-1]]
	if err != nil || unit == 0 {
		return 0, false
	}
	if n > uint64(longest/unit) {
		return longest, true
	}
	return max(time.Duration(n)*unit, 1), true // no time at all isn't the same as not asking
}

// longest is as long as a time.Duration can be, nearly: adding it to the time must not run over.
const longest = 100 * 365 * 24 * time.Hour

// context tells interceptors who calls, as gRPC does.
func (x *exchange) context() context.Context {
	return edge.WithPeer(x.req.Context(), x.req.RemoteAddr, x.req.TLS)
}
