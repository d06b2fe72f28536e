import sys

from generator.incremental.verify import main

sys.exit(main())
