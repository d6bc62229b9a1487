from twoarm.methods.sites.together import Together as Together
from twoarm.methods.sites.together import random_effects as random_effects
