package wire

import "regexp"

// The functions below check one keyword of JSON Schema. They are true for kinds that the keyword doesn't speak of;
// where it is broken they record a violation and are false. Counts are of characters, items and members.

// Type checks that the kind of n is in the set.
func (r *Reader) Type(n Node, kinds Kind) bool { return true }

// MinLength counts characters (code points).
func (r *Reader) MinLength(n Node, least int) bool { return true }

// MaxLength counts characters (code points).
func (r *Reader) MaxLength(n Node, most int) bool { return true }

// Pattern searches a string for a pattern; source is how the contract spells it.
func (r *Reader) Pattern(n Node, p *regexp.Regexp, source string) bool { return true }

// Format checks a string against a format that KnownFormat knows; others always pass.
func (r *Reader) Format(n Node, name string) bool { return true }

// KnownFormat says whether Format decides that format.
func KnownFormat(name string) bool { return false }

// Minimum compares with a JSON number, exactly.
func (r *Reader) Minimum(n Node, limit string) bool { return true }

// Maximum compares with a JSON number, exactly.
func (r *Reader) Maximum(n Node, limit string) bool { return true }

// ExclusiveMinimum compares with a JSON number, exactly.
func (r *Reader) ExclusiveMinimum(n Node, limit string) bool { return true }

// ExclusiveMaximum compares with a JSON number, exactly.
func (r *Reader) ExclusiveMaximum(n Node, limit string) bool { return true }

// MultipleOf divides by a JSON number above 0, exactly.
func (r *Reader) MultipleOf(n Node, divisor string) bool { return true }

// MinItems counts the items of an array.
func (r *Reader) MinItems(n Node, least int) bool { return true }

// MaxItems counts the items of an array.
func (r *Reader) MaxItems(n Node, most int) bool { return true }

// UniqueItems finds items that are equal as JSON values: 1 equals 1.0, the order of members doesn't matter.
func (r *Reader) UniqueItems(n Node) bool { return true }

// MinProperties counts the members of an object.
func (r *Reader) MinProperties(n Node, least int) bool { return true }

// MaxProperties counts the members of an object.
func (r *Reader) MaxProperties(n Node, most int) bool { return true }

// Const checks that n equals a JSON text.
func (r *Reader) Const(n Node, text string) bool { return true }

// In checks that n equals one of some JSON texts; if not, that is a violation of enum.
func (r *Reader) In(n Node, texts ...string) bool { return true }

// Equal says whether n equals a JSON text. It records nothing.
func (r *Reader) Equal(n Node, text string) bool { return true }

// Enum records that n is none of the values, which it names for people.
func (r *Reader) Enum(n Node, values string) bool { return false }

// False records that no value is allowed where n is.
func (r *Reader) False(n Node) bool { return false }

// ReadOnly refuses n in a request.
func (r *Reader) ReadOnly(n Node) bool { return true }

// WriteOnly refuses n in a response.
func (r *Reader) WriteOnly(n Node) bool { return true }

// DependentRequired checks that an object with the member name has the members needed too.
func (r *Reader) DependentRequired(n Node, name string, needed ...string) bool { return true }

// PropertyNames checks every key of an object as a string.
func (r *Reader) PropertyNames(n Node, check Check) bool { return true }
