//go:build !unix

package fix

import (
	"io/fs"
	"os"
)

// keepOwner does nothing where a new file inherits its owner from the folder.
func keepOwner(*os.Root, string, fs.FileInfo) error { return nil }
