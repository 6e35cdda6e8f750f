package restclient

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// ours are headers that the connection itself answers for, in requests and in answers.
var ours = [...]string{
	"Accept", "Accept-Encoding", "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Date", "Expect", "Host",
	"Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent",
}

func isOurs(name string) bool {
	for _, own := range ours {
		if own == name {
			return true
		}
	}
	return strings.HasPrefix(name, "Grpc-")
}

// setHeader sends metadata as headers. Values of keys that end with -bin are bytes.
func setHeader(h http.Header, sent metadata.MD) error {
	for key, values := range sent {
		name := http.CanonicalHeaderKey(key)
		if isOurs(name) || strings.HasPrefix(key, ":") {
			continue
		}
		for _, value := range values {
			if strings.HasSuffix(key, "-bin") {
				value = base64.RawStdEncoding.EncodeToString([]byte(value))
			}
			if !printable(value) {
				return status.Errorf(codes.Internal, "the metadata %s has a character that no header can have: end its name with -bin", key)
			}
			h.Add(name, value)
		}
	}
	return nil
}

// printable says what gRPC allows, too.
func printable(value string) bool {
	for i := range len(value) {
		if value[i] < ' ' || value[i] > '~' {
			return false
		}
	}
	return true
}

// received is what headers say as metadata.
func received(h http.Header) metadata.MD {
	md := metadata.MD{}
	for name, values := range h {
		if isOurs(name) {
			continue
		}
		key := strings.ToLower(name)
		for _, value := range values {
			if strings.HasSuffix(key, "-bin") {
				raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(value, "="))
				if err != nil {
					continue
				}
				value = string(raw)
			}
			md.Append(key, value)
		}
	}
	return md
}

// timeout writes what is left of a call's time as gRPC does: at most eight digits and a unit.
func timeout(left time.Duration) string {
	if left <= 0 {
		return "0n"
	}
	for _, unit := range []struct {
		name string
		size time.Duration
	}{{"n", time.Nanosecond}, {"u", time.Microsecond}, {"m", time.Millisecond}, {"S", time.Second}, {"M", time.Minute}} {
		n := left / unit.size
		if left%unit.size > 0 {
			n++
		}
		if n < 1e8 {
			return strconv.FormatInt(int64(n), 10) + unit.name
		}
	}
	return strconv.FormatInt(int64(left/time.Hour), 10) + "H"
}
