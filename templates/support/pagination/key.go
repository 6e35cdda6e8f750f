package pagination

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// KeySize is how many bytes a key has: those of AES-256.
const KeySize = 32

// idSize is how many bytes of a token name its key.
const idSize = 4

// Key seals tokens. Printing one shows its name only, which follows from the secret: keys are never named wrongly.
type Key struct {
	secret [KeySize]byte
	id     [idSize]byte
	good   bool
}

// NewKey makes a key of 32 random bytes.
func NewKey(secret []byte) (Key, error) {
	if len(secret) != KeySize {
		return Key{}, fmt.Errorf("pagination: a key has %d bytes instead of %d", len(secret), KeySize)
	}
	if [KeySize]byte(secret) == [KeySize]byte{} {
		return Key{}, errors.New("pagination: a key of zeros is no secret")
	}
	k := Key{secret: [KeySize]byte(secret), good: true}
	sum := sha256.Sum256(append([]byte("bylaw page token key\x00"), secret...))
	copy(k.id[:], sum[:])
	return k, nil
}

// RandomKey returns a key that nobody else has, for tests and for development: tokens end with the process, and other
// servers refuse them.
func RandomKey() Key {
	var secret [KeySize]byte
	_, _ = rand.Read(secret[:]) // never fails (Go 1.24)
	k, _ := NewKey(secret[:])
	return k
}

// ParseKeys reads keys from a setting: standard or URL-safe base64 of 32 bytes each, separated by commas, the one that
// seals first ("openssl rand -base64 32" makes one). Errors don't show what the setting says.
func ParseKeys(text string) ([]Key, error) {
	var keys []Key
	for i, one := range strings.Split(text, ",") {
		one = strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimSpace(one)), "=")
		secret, err := base64.RawURLEncoding.DecodeString(one)
		if err != nil {
			return nil, fmt.Errorf("pagination: key %d is not base64", i+1)
		}
		k, err := NewKey(secret)
		if err != nil {
			return nil, fmt.Errorf("%w (key %d)", err, i+1)
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// String names the key and keeps its secret.
func (k Key) String() string { return "page token key " + hex.EncodeToString(k.id[:]) }

// Format does the same for every verb: %d would show the bytes.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

// ring is the keys of a moment.
type ring struct{ keys []Key }

func newRing(keys []Key) (*ring, error) {
	if len(keys) == 0 {
		return nil, errors.New("pagination: there is no key (32 random bytes, shared by all servers)")
	}
	for i, k := range keys {
		if !k.good {
			return nil, fmt.Errorf("pagination: key %d is empty", i+1)
		}
		for _, other := range keys[:i] {
			if other.id == k.id {
				return nil, fmt.Errorf("pagination: key %d is there twice", i+1)
			}
		}
	}
	return &ring{keys: append([]Key(nil), keys...)}, nil
}

func (r *ring) find(id []byte) (Key, bool) {
	for _, k := range r.keys {
		if string(k.id[:]) == string(id) {
			return k, true
		}
	}
	return Key{}, false
}
