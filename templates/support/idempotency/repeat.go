package idempotency

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// requestID names the request, not what it asks for: it is this one's own, if somebody has given it one.
const requestID = "X-Request-Id"

// repeat sends a stored answer.
func repeat(w http.ResponseWriter, data []byte) error {
	line, body, ok := bytes.Cut(data, []byte{'\n'})
	var h head
	if !ok || json.Unmarshal(line, &h) != nil || h.Status < 200 || h.Status > 999 {
		return errors.New("idempotency: a stored answer isn't one of HTTP")
	}
	to := w.Header()
	for name, values := range h.Header {
		if name != requestID || len(to[name]) == 0 {
			to[name] = values
		}
	}
	to.Set(HeaderReplayed, "true")
	if len(body) > 0 {
		to.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(h.Status)
	if len(body) > 0 {
		_, _ = w.Write(body) // a failure means that nobody listens any more
	}
	return nil
}
