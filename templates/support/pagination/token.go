package pagination

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// A token is base64url (RFC 4648 §5, without padding) of
//
//	version, 1 byte | name of the key, 4 | salt, 16 | nonce, 12 | sealed: issued at, 8; caller, 16; list, 16; cursor | tag, 16
//
// Each token is sealed under a key of its own, derived from the secret and the salt with HMAC-SHA-256: 28 random bytes
// don't meet again, as 12 may after 2³² tokens (NIST SP 800-38D §8.3). The head is authenticated with the rest.
const (
	version   = 1
	saltSize  = 16
	nonceSize = 12
	tagSize   = 16
	hashSize  = 16
	headSize  = 1 + idSize + saltSize + nonceSize
	factsSize = 8 + 2*hashSize

	// MaxToken is how many characters a token has at most.
	MaxToken  = 2048
	maxCursor = MaxToken/4*3 - headSize - factsSize - tagSize
)

// facts is what a token holds.
type facts struct {
	issued       time.Time
	caller, list [hashSize]byte
	cursor       []byte
}

// Why a token is refused. Logs may say so, callers don't learn it.
var (
	errMalformed = errors.New("the page token is none")
	errKey       = errors.New("the page token's key is unknown")
	errSeal      = errors.New("the page token has been tampered with")
	errExpired   = errors.New("the page token has expired")
	errCaller    = errors.New("the page token is another caller's")
	errList      = errors.New("the page token is of another method, or of other filters or another order")
)

func (p *Pager) seal(f facts) (string, error) {
	if len(f.cursor) > maxCursor {
		return "", fmt.Errorf("pagination: the place where the page ends takes %d bytes, and a token has room for %d: order by shorter columns", len(f.cursor), maxCursor)
	}
	key := p.ring.Load().keys[0]
	out := make([]byte, headSize, headSize+factsSize+len(f.cursor)+tagSize)
	out[0] = version
	copy(out[1:], key.id[:])
	if _, err := io.ReadFull(p.options.Rand, out[1+idSize:]); err != nil {
		return "", fmt.Errorf("pagination: no randomness: %w", err)
	}
	aead, err := key.derive(out[1+idSize:][:saltSize])
	if err != nil {
		return "", err
	}
	plain := binary.BigEndian.AppendUint64(make([]byte, 0, factsSize+len(f.cursor)), uint64(f.issued.Unix()))
	plain = append(append(append(plain, f.caller[:]...), f.list[:]...), f.cursor...)
	return base64.RawURLEncoding.EncodeToString(aead.Seal(out, out[headSize-nonceSize:headSize], plain, out[:headSize])), nil
}

// unseal gives what a token holds if it is one of ours, whoever comes with it.
func (p *Pager) unseal(token string) (f facts, err error) {
	if len(token) > MaxToken {
		return f, errMalformed
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) < headSize+factsSize+tagSize || raw[0] != version {
		return f, errMalformed
	}
	key, ok := p.ring.Load().find(raw[1:][:idSize])
	if !ok {
		return f, errKey
	}
	aead, err := key.derive(raw[1+idSize:][:saltSize])
	if err != nil {
		return f, err
	}
	plain, err := aead.Open(nil, raw[headSize-nonceSize:headSize], raw[headSize:], raw[:headSize])
	if err != nil {
		return f, errSeal
	}
	f.issued = time.Unix(int64(binary.BigEndian.Uint64(plain)), 0)
	copy(f.caller[:], plain[8:])
	copy(f.list[:], plain[8+hashSize:])
	f.cursor = plain[factsSize:]
	return f, nil
}

// open gives the cursor of a token that this caller may use for this list now.
func (p *Pager) open(token string, caller, list [hashSize]byte) ([]byte, error) {
	f, err := p.unseal(token)
	if err != nil {
		return nil, err
	}
	switch age := p.options.Now().Sub(f.issued); {
	case age > p.options.TTL, age < -skew:
		return nil, errExpired
	case !hmac.Equal(f.caller[:], caller[:]):
		return nil, errCaller
	case !hmac.Equal(f.list[:], list[:]):
		return nil, errList
	}
	return f.cursor, nil
}

// derive gives the cipher of one token.
func (k Key) derive(salt []byte) (cipher.AEAD, error) {
	mac := hmac.New(sha256.New, k.secret[:])
	mac.Write([]byte("bylaw page token\x00"))
	mac.Write(salt)
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// digest hashes texts so that no two lists of them share a hash: each stands behind its length.
func digest(texts ...string) (out [hashSize]byte) {
	h := sha256.New()
	var size [8]byte
	for _, t := range texts {
		binary.BigEndian.PutUint64(size[:], uint64(len(t)))
		h.Write(size[:])
		io.WriteString(h, t)
	}
	copy(out[:], h.Sum(nil))
	return out
}
