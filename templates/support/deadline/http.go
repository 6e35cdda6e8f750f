package deadline

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/retry"
)

// header says how long the caller waits (gRPC over HTTP/2, "Timeout"): up to eight digits and a unit.
const header = "Grpc-Timeout"

// Handler gives requests the deadline that their callers ask for. It refuses with 504 what can't be done in that
// time, and with 400 what can't be read. That nothing comes after the deadline is up to next.
func (b *Budget) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		timeout, ok := b.asked(r.Header[header])
		switch {
		case !ok:
			b.options.Refuse(w, r, unreadable())
		case timeout < 0:
			next.ServeHTTP(w, r)
		case timeout < b.options.Least:
			b.options.Refuse(w, r, tooLate(timeout))
		default:
			ctx, cancel := context.WithDeadline(r.Context(), b.options.Now().Add(timeout))
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		}
	})
}

// asked is how long a request may take; negative: as long as it likes.
func (b *Budget) asked(lines []string) (time.Duration, bool) {
	if len(lines) == 0 {
		return b.options.Timeout, true
	}
	timeout, ok := parse(lines[0])
	return min(timeout, b.options.Longest), ok && len(lines) == 1
}

// units are those of gRPC, from the smallest that is of use between services.
var units = [...]struct {
	name byte
	size time.Duration
}{{'m', time.Millisecond}, {'S', time.Second}, {'M', time.Minute}, {'H', time.Hour}, {'u', time.Microsecond}, {'n', time.Nanosecond}}

// longest is more than anybody waits, and far from running over.
const longest = 100 * 365 * 24 * time.Hour

func parse(text string) (time.Duration, bool) {
	if len(text) < 2 || len(text) > 9 {
		return 0, false
	}
	digits, unit := text[:len(text)-1], text[len(text)-1]
	n, err := strconv.ParseUint(digits, 10, 32)
	for _, u := range units {
		if err == nil && u.name == unit {
			return time.Duration(min(n, uint64(longest/u.size))) * u.size, true
		}
	}
	return 0, false
}

// write rounds down: nobody is given more than there is.
func write(left time.Duration) string {
	for _, u := range units[:3] {
		if n := left / u.size; n < 1e8 {
			return strconv.FormatInt(int64(n), 10) + string(u.name)
		}
	}
	return strconv.FormatInt(int64(left/time.Hour), 10) + "H"
}

// Transport tells the services that an http.Client calls how long they may take, and calls none that can't make it;
// base nil is http.DefaultTransport. It belongs next to the network, inside of what waits or repeats: then it says what
// is left, not what there was. The own context isn't cut: an answer of the last moment is still taken.
func (b *Budget) Transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	return &transport{b, base}
}

type transport struct {
	budget *Budget
	base   http.RoundTripper
}

// RoundTrip sends the request.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, limited := r.Context().Deadline(); !limited {
		return t.base.RoundTrip(r)
	}
	left, err := t.budget.left(r.Context())
	if err != nil {
		if r.Body != nil {
			r.Body.Close() // as RoundTripper promises; nothing was read of it
		}
		return nil, retry.Permanent(err) // there will not be more time
	}
	told := r.WithContext(r.Context()) // the caller's request stays as it is
	told.Header = r.Header.Clone()
	if told.Header == nil {
		told.Header = http.Header{}
	}
	told.Header.Set(header, write(left))
	return t.base.RoundTrip(told)
}

func unreadable() *errors.Error {
	return &errors.Error{
		Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest, Title: http.StatusText(http.StatusBadRequest), Detail: "the request breaks the contract in one place",
		Violations: []errors.Violation{{Location: errors.Header, Field: "grpc-timeout", Code: errors.Format, Description: "must be up to eight digits and a unit: H, M, S, m, u or n"}},
	}
}
