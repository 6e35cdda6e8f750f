package idempotency

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net/http"
	"strconv"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// MaxKey is how many bytes a key may have. There is no minimum: how hard a key is to guess doesn't matter, because it means
// nothing to other callers.
const MaxKey = 255

// Request is what tells a request from others. Caller, Operation and Key together are its scope.
type Request struct {
	Caller      string // who is known to ask (tenant and principal), never what the request itself claims
	Operation   string // such as "createOrder" or "POST /v1/orders"
	Key         string // that the caller has chosen; see CheckKey
	Fingerprint Fingerprint
}

// Fingerprint tells bodies apart: SHA-256 of all that makes a request what it is.
type Fingerprint [sha256.Size]byte

// FingerprintOf is the fingerprint of the parts, which can't run into each other. Equal requests must give equal bytes:
// for protobuf marshal deterministically.
func FingerprintOf(parts ...[]byte) Fingerprint {
	h := sha256.New()
	for _, p := range parts {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(p)))
		h.Write(size[:])
		h.Write(p)
	}
	var sum Fingerprint
	h.Sum(sum[:0])
	return sum
}

// ID names the record of a scope: 64 hexadecimal digits, whatever the length of its parts. What callers are called, and
// their keys, are not to be read out of a store.
func (r Request) ID() string {
	sum := FingerprintOf([]byte(r.Caller), []byte(r.Operation), []byte(r.Key))
	return hex.EncodeToString(sum[:])
}

func (r Request) check() *errors.Error {
	if r.Caller == "" {
		return &errors.Error{Status: http.StatusUnauthorized, Code: errors.CodeUnauthenticated,
			Title: http.StatusText(http.StatusUnauthorized), Detail: "an idempotency key says nothing without a caller that is known"}
	}
	return CheckKey(r.Key, errors.Header, HeaderKey)
}

// CheckKey returns the 400 for a key that is none: it is empty, longer than MaxKey bytes, or has control characters. The
// violation names the place where the key was given.
func CheckKey(key string, in errors.Location, field string) *errors.Error {
	v := errors.Violation{Location: in, Field: field}
	switch {
	case key == "":
		v.Code, v.Description = errors.Required, "is required"
	case len(key) > MaxKey:
		v.Code, v.Description = errors.MaxLength, "must have at most "+strconv.Itoa(MaxKey)+" bytes"
	case controls(key):
		v.Code, v.Description = errors.Pattern, "must have no control characters"
	default:
		return nil
	}
	return invalid(v)
}

func invalid(v errors.Violation) *errors.Error {
	return &errors.Error{Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest, Title: http.StatusText(http.StatusBadRequest),
		Detail: "the request breaks the contract in one place", Violations: []errors.Violation{v}}
}

func controls(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] == 0x7f {
			return true
		}
	}
	return false
}
